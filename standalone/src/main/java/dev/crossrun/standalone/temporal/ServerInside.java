package dev.crossrun.standalone.temporal;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;

/** What the in-memory server (temporal-test-server 1.38) keeps to itself. It has no API for it, so this holds for that version. */
public final class ServerInside {
    private ServerInside() {}

    /** The value of a private field. */
    public static Object field(Object of, String name) {
        try {
            return accessible(of, name).get(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This in-memory server is of another version", e);
        }
    }

    /** Gives a private field another value. */
    static void replace(Object of, String name, Object value) {
        try {
            accessible(of, name).set(of, value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This in-memory server is of another version", e);
        }
    }

    private static Field accessible(Object of, String name) throws NoSuchFieldException {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** A part of a test server, such as its timer. */
    public static Object part(Object server, String name) {
        return field(field(server, "testServicesStarter"), name);
    }

    /** A new object of a class that is not public. */
    public static Object make(String type, Object... arguments) {
        try {
            Constructor<?> constructor = Class.forName(type).getDeclaredConstructor(types(arguments));
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This in-memory server is of another version", e);
        }
    }

    /** What a private method returns. */
    public static Object call(Object of, String name, Object... arguments) {
        try {
            Method method = of.getClass().getDeclaredMethod(name, types(arguments));
            method.setAccessible(true);
            return method.invoke(of, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This in-memory server is of another version", e);
        }
    }

    private static Class<?>[] types(Object... arguments) {
        return Arrays.stream(arguments).map(Object::getClass).toArray(Class<?>[]::new);
    }
}
