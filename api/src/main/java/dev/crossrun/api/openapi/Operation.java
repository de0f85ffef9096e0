package dev.crossrun.api.openapi;

import dev.crossrun.api.problem.ProblemCode;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the OpenAPI document says of an operation beyond its JAX-RS annotations. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Operation {
    /** Its {@code operationId}. Methods of one id are one operation, which takes or returns several media types. */
    String id();

    String summary();

    /** The HTTP status of its success. */
    int status() default 200;

    /** What it returns, where the method's own type does not say it. */
    Class<?> returns() default Void.class;

    /** The record that its body is read into. */
    Class<?> body() default Void.class;

    /** How it refuses, besides the ways in which every operation of its kind does. */
    ProblemCode[] refusals() default {};
}
