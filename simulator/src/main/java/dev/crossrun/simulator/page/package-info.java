/** HTML pages of the simulated consoles: templates, forms, and the headers that protect them. */
@NullMarked
package dev.crossrun.simulator.page;

import org.jspecify.annotations.NullMarked;
