package dev.crossrun.standalone.temporal;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;

/** What the in-memory server (temporal-test-server 1.38) keeps to itself. It has no API for it, so this holds for that version. */
public final class ServerInside {
    private ServerInside() {}

    /** The value of a private field. */
    public static Object field(Object of, String name) {
        try {
            Field field = of.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This in-memory server is of another version", e);
        }
    }

    /** What a private method returns. */
    public static Object call(Object of, String name, Object... arguments) {
        try {
            Class<?>[] types = Arrays.stream(arguments).map(Object::getClass).toArray(Class<?>[]::new);
            Method method = of.getClass().getDeclaredMethod(name, types);
            method.setAccessible(true);
            return method.invoke(of, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This in-memory server is of another version", e);
        }
    }
}
