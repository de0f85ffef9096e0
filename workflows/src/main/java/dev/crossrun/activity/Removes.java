package dev.crossrun.activity;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An activity method that undoes effects: it takes a list of one record type, which no other such method takes, and an
 * {@link UndoPass}, and returns a {@link dev.crossrun.run.effect.Removal} for each record, in their order. In a preview it reads
 * only. It checks that each resource is still the run's before it removes it. A ledger names these methods and no others.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Removes {
    /** How long the engine retries the removal before it asks a person, in minutes. */
    int minutes() default 10;
}
