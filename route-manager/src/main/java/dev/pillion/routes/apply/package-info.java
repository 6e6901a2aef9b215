/// Rules into the kernel: apply atomically, verify, undo.
@NullMarked
package dev.pillion.routes.apply;

import org.jspecify.annotations.NullMarked;
