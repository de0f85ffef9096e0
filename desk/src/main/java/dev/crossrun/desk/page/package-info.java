/** What all pages have in common. */
@NullMarked
package dev.crossrun.desk.page;

import org.jspecify.annotations.NullMarked;
