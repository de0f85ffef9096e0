package dev.crossrun.standalone;

import dev.crossrun.activity.FailureType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Does what every activity does, but for one method: its call waits until it is let go, and then fails as if it had timed out. */
final class HeldCall {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch letGo = new CountDownLatch(1);
    private final String method;

    HeldCall(String method) {
        this.method = method;
    }

    List<Object> around(List<Object> activities) {
        return activities.stream().map(this::around).toList();
    }

    private Object around(Object activities) {
        return Proxy.newProxyInstance(
                getClass().getClassLoader(), activities.getClass().getInterfaces(), (proxy, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        begun.countDown();
                        letGo.await();
                        throw FailureType.UNAVAILABLE.failure("no answer came");
                    }
                    try {
                        return called.invoke(activities, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }
}
