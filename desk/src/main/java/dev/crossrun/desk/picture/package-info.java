/** The picture of a procedure, and its timeline. */
@NullMarked
package dev.crossrun.desk.picture;

import org.jspecify.annotations.NullMarked;
