/** The pages of the Microsoft Entra admin center to which a task may send people. */
@NullMarked
package dev.crossrun.simulator.page.entra;

import org.jspecify.annotations.NullMarked;
