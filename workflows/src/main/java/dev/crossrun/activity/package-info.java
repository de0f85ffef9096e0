/** The activities that workflows call, one interface per outside system, with the records that enter history. */
@NullMarked
package dev.crossrun.activity;

import org.jspecify.annotations.NullMarked;
