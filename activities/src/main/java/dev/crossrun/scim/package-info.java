/** SCIM of IAM Identity Center. */
@NullMarked
package dev.crossrun.scim;

import org.jspecify.annotations.NullMarked;
