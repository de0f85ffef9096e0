package dev.crossrun.run.effect;

import java.util.Optional;

/**
 * How an effect is undone, as data: any run that holds the ledger can do it.
 *
 * @param removal the call that removes the resource; absent if no call does, or if it is only removed with its container
 * @param byHand why the effect stays where no call removes it, and what a person can do about it
 * @param in the effect that contains the resource
 * @param keeper what keeps the resource as long as it stands
 */
public record Undo(
        Optional<RemovalCall> removal, Optional<String> byHand, Optional<Container> in, Optional<Keeper> keeper) {
    /** Undone by this call. */
    public static Undo by(RemovalCall removal) {
        return new Undo(Optional.of(removal), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Undone by no call; {@code why}, and what a person can do. */
    public static Undo byHand(String why) {
        return new Undo(Optional.empty(), Optional.of(why), Optional.empty(), Optional.empty());
    }

    /** The same, and where no call undoes it {@code why}, and what a person can do. */
    public Undo orByHand(String why) {
        return new Undo(removal, Optional.of(why), in, keeper);
    }

    /** Undone only together with {@code container}, or with what contains it. */
    public static Undo partOf(String container) {
        return new Undo(
                Optional.empty(), Optional.empty(), Optional.of(new Container(container, true)), Optional.empty());
    }

    /** The same for a resource in another one, which stays if this one stays. */
    public Undo inside(String container) {
        return new Undo(removal, byHand, Optional.of(new Container(container, false)), keeper);
    }

    /** The same for a part of another resource, which is deleted together with it. */
    public Undo togetherWith(String container) {
        return new Undo(removal, byHand, Optional.of(new Container(container, true)), keeper);
    }

    /** The same, unless the change that a person makes at {@code step} stands; {@code why} is the reason that is shown then. */
    public Undo unless(String step, String why) {
        return new Undo(removal, byHand, in, Optional.of(new Keeper(step, why)));
    }

    /** Whether the resource is deleted when its container is. */
    public boolean deletedTogether() {
        return in.filter(Container::together).isPresent();
    }

    /**
     * The effect that contains a resource.
     *
     * @param what the containing effect's key
     * @param together whether deleting the container deletes the resource too; if not, the resource is removed before
     */
    public record Container(String what, boolean together) {}

    /**
     * A person's change that keeps a resource.
     *
     * @param step the step at which a person makes the change
     * @param why why the resource is then kept, as a sentence
     */
    public record Keeper(String step, String why) {}
}
