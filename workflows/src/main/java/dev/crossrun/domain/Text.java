package dev.crossrun.domain;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The form of a text: on a validated type, or on a component of a record that comes from outside. The JSON Schema of a
 * runbook's input is made from it, and a refusal quotes {@link #says()}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD, ElementType.METHOD, ElementType.RECORD_COMPONENT, ElementType.PARAMETER})
public @interface Text {
    /** A regular expression that the whole text must match, in the subset that Java and ECMA-262 share. */
    String pattern();

    /** What a right value is, as a noun phrase: "an AWS account id: 12 digits". */
    String says();

    /** A value that a user may look at. */
    String example() default "";
}
