/**
 * What an assignor throws when its own sums do not come out (java.lang.IllegalStateException). Kafka's sticky assignors count partitions that a member
 * still owns though the topic, made anew, has fewer: then members may be left over, or partitions. poll() of the group's leader throws it.
 */
export class IllegalState extends Error {}
