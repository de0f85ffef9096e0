/**
 * The baseline of the benchmarks: Temporal alone, with as many activities and updates as a run of Crossrun has. It was written
 * before anything was measured. To change it makes all earlier ratios void.
 */
@NullMarked
package dev.crossrun.bench.bare;

import org.jspecify.annotations.NullMarked;
