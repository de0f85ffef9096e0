/** What the command line prints: views as lines of text. */
@NullMarked
package dev.crossrun.cli.text;

import org.jspecify.annotations.NullMarked;
