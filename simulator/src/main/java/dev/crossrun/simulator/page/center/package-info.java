/** The console of IAM Identity Center as pages, which do what the JSON console does. */
@NullMarked
package dev.crossrun.simulator.page.center;

import org.jspecify.annotations.NullMarked;
