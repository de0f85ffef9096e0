/** Style sheet, scripts and icon. */
@NullMarked
package dev.crossrun.desk.asset;

import org.jspecify.annotations.NullMarked;
