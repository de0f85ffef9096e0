/** The desk: web pages for the people of a run. Each package has its pages' templates beside it. */
@NullMarked
package dev.crossrun.desk;

import org.jspecify.annotations.NullMarked;
