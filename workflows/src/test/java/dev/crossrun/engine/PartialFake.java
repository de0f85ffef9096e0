package dev.crossrun.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/**
 * An activity interface of which a fake has the methods that the runs of a test call, and no others. A call of any other one
 * fails, so a new method of the interface changes no fake.
 */
public final class PartialFake {
    private PartialFake() {}

    /**
     * Lets a fake stand for the whole interface.
     *
     * @param fake each of its public methods is one of the interface
     * @throws IllegalArgumentException if one is not
     */
    public static <A> A of(Class<A> activities, Object fake) {
        Map<Method, Method> faked = new HashMap<>();
        for (Method method : fake.getClass().getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers())) {
                method.setAccessible(true);
                faked.put(ofInterface(activities, method), method);
            }
        }
        return activities.cast(Proxy.newProxyInstance(
                activities.getClassLoader(),
                new Class<?>[] {activities},
                (proxy, method, arguments) -> call(fake, faked, method, arguments)));
    }

    private static Method ofInterface(Class<?> activities, Method method) {
        try {
            return activities.getMethod(method.getName(), method.getParameterTypes());
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(activities.getSimpleName() + " has no method " + method, e);
        }
    }

    private static Object call(Object fake, Map<Method, Method> faked, Method method, Object[] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return method.invoke(fake, arguments);
        }
        Method own = faked.get(method);
        if (own == null) {
            throw new AssertionError("No run of this test should call " + method.getName());
        }
        try {
            return own.invoke(fake, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
