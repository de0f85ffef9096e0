/** Forms made from JSON Schemas. */
@NullMarked
package dev.crossrun.desk.form;

import org.jspecify.annotations.NullMarked;
