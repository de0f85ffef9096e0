package dev.crossrun.api.run;

import dev.crossrun.api.problem.ApiException;
import dev.crossrun.run.Runbook;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The runbooks that this process offers, by name. */
public final class Offers {
    private final Map<String, Offer> byName = new LinkedHashMap<>();

    public Offers(List<Runbook<?>> runbooks) {
        runbooks.forEach(runbook -> byName.put(runbook.name(), new Offer(runbook)));
    }

    public Collection<Offer> all() {
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
    public Offer require(String name) {
        Offer offer = byName.get(name);
        if (offer == null) {
            throw ApiException.notFound("There is no runbook " + name + ": " + String.join(", ", byName.keySet()));
        }
        return offer;
    }
}
