package dev.crossrun.simulator.world;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A member account of the organization, with its resources. */
public final class Account {
    /** The state of an account (Organizations API, {@code Account.State}) and the older {@code Status} it maps to. */
    public enum State {
        PENDING_ACTIVATION("ACTIVE"),
        ACTIVE("ACTIVE"),
        SUSPENDED("SUSPENDED"),
        PENDING_CLOSURE("PENDING_CLOSURE"),
        CLOSED("SUSPENDED");

        private final String status;

        State(String status) {
            this.status = status;
        }

        public String status() {
            return status;
        }
    }

    private final String id;
    private final String name;
    private final String email;
    private final Iam iam;
    private final Replicated<String, ConnectInstance> connectInstances;
    private final Map<String, Double> appliedQuotas = new HashMap<>();
    private State state = State.ACTIVE;

    @JsonCreator
    Account(@JsonProperty("id") String id, @JsonProperty("name") String name, @JacksonInject World world) {
        this.id = id;
        this.name = name;
        this.email = "aws+" + name + "@example.com";
        this.iam = new Iam(id, world);
        this.connectInstances = world.replicated();
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String email() {
        return email;
    }

    public Iam iam() {
        return iam;
    }

    public synchronized State state() {
        return state;
    }

    public synchronized void changeState(State newState) {
        this.state = newState;
    }

    /** Adds an instance that has been there for ever. */
    public void add(ConnectInstance instance) {
        connectInstances.plant(instance.id(), instance);
    }

    void create(ConnectInstance instance) {
        connectInstances.put(instance.id(), instance);
    }

    public void removeConnectInstance(String instanceId) {
        connectInstances.remove(instanceId);
    }

    /** What a reader sees. */
    public List<ConnectInstance> connectInstances() {
        return present(connectInstances.visible());
    }

    /** All instances, seen or not. */
    public List<ConnectInstance> allConnectInstances() {
        return present(connectInstances.all());
    }

    private static List<ConnectInstance> present(List<ConnectInstance> instances) {
        return instances.stream().filter(instance -> !instance.hasVanished()).toList();
    }

    /** Connect instances are visible in their own region only. */
    public List<ConnectInstance> connectInstances(String region) {
        return connectInstances().stream()
                .filter(instance -> instance.region().equals(region))
                .toList();
    }

    /** Sets the applied value of a quota in a region, e.g. {@code L-AA17A6B9}. */
    public synchronized void applyQuota(String region, String quotaCode, double value) {
        appliedQuotas.put(region + "/" + quotaCode, value);
    }

    public synchronized Optional<Double> appliedQuota(String region, String quotaCode) {
        return Optional.ofNullable(appliedQuotas.get(region + "/" + quotaCode));
    }
}
