/** The wire: HTTP, Signature Version 4 and the three protocols that AWS services speak. */
@NullMarked
package dev.crossrun.simulator.wire;

import org.jspecify.annotations.NullMarked;
