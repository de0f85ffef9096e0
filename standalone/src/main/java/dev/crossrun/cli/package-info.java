/** The command line: a client of the REST API and of nothing else. */
@NullMarked
package dev.crossrun.cli;

import org.jspecify.annotations.NullMarked;
