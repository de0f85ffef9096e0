/** The AWS access portal, and the pages to which it leads. */
@NullMarked
package dev.crossrun.simulator.page.portal;

import org.jspecify.annotations.NullMarked;
