package dev.crossrun.api;

import dev.crossrun.run.Runbook;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The runbooks that this process offers, by name. */
final class Offers {
    private final Map<String, Offer> byName = new LinkedHashMap<>();

    Offers(List<Runbook<?>> runbooks) {
        runbooks.forEach(runbook -> byName.put(runbook.name(), new Offer(runbook)));
    }

    Collection<Offer> all() {
        return byName.values();
    }

    boolean contains(String name) {
        return byName.containsKey(name);
    }

    /**
     * The runbook of this name.
     *
     * @throws ApiException 404 if none is offered under it
     */
    Offer require(String name) {
        Offer offer = byName.get(name);
        if (offer == null) {
            throw ApiException.notFound("There is no runbook " + name + ": " + String.join(", ", byName.keySet()));
        }
        return offer;
    }
}
