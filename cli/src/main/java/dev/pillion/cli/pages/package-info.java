/// Texts of the distribution that are made from the command line and the settings: manual pages,
/// shell completion and environment files.
@NullMarked
package dev.pillion.cli.pages;

import org.jspecify.annotations.NullMarked;
