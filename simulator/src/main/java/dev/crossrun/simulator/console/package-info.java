/** The consoles that have no API, over HTTP: what an administrator clicks, and how a person signs in. */
@NullMarked
package dev.crossrun.simulator.console;

import org.jspecify.annotations.NullMarked;
