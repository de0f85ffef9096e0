package dev.crossrun.standalone;

import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Does what every activity does, and loses the first attempt's acknowledgement. */
final class LostAcknowledgements {
    /** The activities that were done and then done again. */
    final Set<String> lost = ConcurrentHashMap.newKeySet();

    List<Object> around(List<Object> activities) {
        return activities.stream().map(this::around).toList();
    }

    private Object around(Object activities) {
        Class<?>[] interfaces = activities.getClass().getInterfaces();
        return Proxy.newProxyInstance(
                getClass().getClassLoader(),
                interfaces,
                (proxy, method, arguments) -> call(activities, method, arguments));
    }

    private Object call(Object activities, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return method.invoke(this, arguments);
        }
        Object result;
        try {
            result = method.invoke(activities, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        if (Activity.getExecutionContext().getInfo().getAttempt() == 1) {
            lost.add(method.getName());
            throw ApplicationFailure.newFailure("the acknowledgement was lost", "LOST");
        }
        return result;
    }
}
