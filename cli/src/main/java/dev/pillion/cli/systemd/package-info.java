/// What a program tells the service manager that started it.
@NullMarked
package dev.pillion.cli.systemd;

import org.jspecify.annotations.NullMarked;
