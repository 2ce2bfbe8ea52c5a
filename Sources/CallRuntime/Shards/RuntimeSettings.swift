/// The bounds of a runtime.
public struct RuntimeSettings: Sendable {
    /// Sessions on one shard; above it new calls are answered `busy`.
    public var maxSessionsPerShard = 200_000
    /// Slices of one session whose records are not durable; above it callbacks are held.
    public var maxPendingCommits = 256
    /// Writes of one shard that are not durable; above it webhooks are held: a store that has stopped shall not fill the
    /// memory with what nobody has been told is safe.
    public var maxPendingWrites = 8_192
    /// Requests of one shard that have no answer yet, and their bytes; above either, webhooks are held, so that what comes
    /// in faster than it can leave does not pile up here. The client takes 2,048 a loop.
    public var maxUnansweredRequests = 2_000
    /// See `maxUnansweredRequests`.
    public var maxUnansweredBytes = 32 << 20
    /// Seconds; an older IncomingCall starts nothing.
    public var staleOffer = 120.0

    // MARK: - Taking up

    /// The name of the process in `resume` records.
    public var node = "local"
    /// Seconds after a session was taken up in which no time limit fires, sleeps apart.
    public var grace = 5.0
    /// Seconds after an unclean start in which every event is kept before its flow sees it.
    public var cautiousTime = 60.0
    /// Journals that one shard reads and replays at a time.
    public var rebuildsAtOnce = 8
    /// Inputs that are replayed in one turn; between turns the loop serves other sessions.
    public var replayChunk = 16
    /// Rebuilds of a session without a new record in between; at the next one it is stopped.
    public var mostRebuilds = 3
    /// Calls a second that the service is asked about.
    public var asksPerSecond = 50.0
    /// Seconds after which the service is asked about a call that it has not told of.
    public var silentLeg = 600.0

    // MARK: - Memory

    /// The memory of all worlds together, in bytes, above which quiet sessions leave memory; nil keeps all of them.
    public var memoryTarget: Int?
    /// A session whose replay takes this many inputs stays in memory.
    public var maxReplayCost = 20_000
    /// Rebuilds every session after each durable slice and compares. Slow: for tests.
    public var alwaysReplay = false

    /// The defaults.
    public init() {}
}
