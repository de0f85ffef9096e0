package dev.crossrun.simulator.world;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A member account of the organization with what lives in it. */
public final class Account {
    private final String id;
    private final String name;
    private final String email;
    private final Iam iam;
    private final List<ConnectInstance> connectInstances = new ArrayList<>();
    private final Map<String, Double> appliedQuotas = new HashMap<>();
    private final List<Instant> instanceChanges = new ArrayList<>();
    private final Deque<String> failingCreations = new ArrayDeque<>();
    private AccountState state = AccountState.ACTIVE;

    Account(String id, String name, World world) {
        this.id = id;
        this.name = name;
        this.email = "aws+" + name + "@example.com";
        this.iam = new Iam(id, world);
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

    public synchronized AccountState state() {
        return state;
    }

    public synchronized void changeState(AccountState newState) {
        this.state = newState;
    }

    public synchronized void add(ConnectInstance instance) {
        connectInstances.add(instance);
    }

    public synchronized void removeConnectInstance(String instanceId) {
        connectInstances.removeIf(instance -> instance.id().equals(instanceId));
    }

    public synchronized List<ConnectInstance> connectInstances() {
        return List.copyOf(connectInstances);
    }

    /** Connect instances are visible in their own region only. */
    public List<ConnectInstance> connectInstances(String region) {
        return connectInstances().stream()
                .filter(instance -> instance.region().equals(region))
                .toList();
    }

    /** Notes that a Connect instance was created or deleted, which is counted over 30 days. */
    public synchronized void noteInstanceChange(Instant at) {
        instanceChanges.add(at);
    }

    public synchronized long instanceChangesSince(Instant since) {
        return instanceChanges.stream().filter(at -> at.isAfter(since)).count();
    }

    /** Lets the next creation of a Connect instance fail for this reason, some time after it was asked for. */
    public synchronized void failNextCreation(String reason) {
        failingCreations.add(reason);
    }

    public synchronized Optional<String> takeFailure() {
        return Optional.ofNullable(failingCreations.poll());
    }

    /** Sets the applied value of a quota in a region, e.g. {@code L-AA17A6B9}. */
    public synchronized void applyQuota(String region, String quotaCode, double value) {
        appliedQuotas.put(region + "/" + quotaCode, value);
    }

    public synchronized Optional<Double> appliedQuota(String region, String quotaCode) {
        return Optional.ofNullable(appliedQuotas.get(region + "/" + quotaCode));
    }
}
