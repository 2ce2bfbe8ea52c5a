/// Where a spec can kill the process that serves the flows: between any two steps that somebody outside can tell apart.
enum CrashStep: String, CaseIterable, Sendable {
    /// An event has come, and nothing of it is kept.
    case event
    /// What an input led to is durable, and nobody has been told.
    case kept
    /// The sender of an event was told that it is safe.
    case accepted
    /// The record of sending is durable, and the request has not left.
    case sent
    /// The request has left, and there is no answer.
    case left
    /// An answer is here, and nothing of it is kept.
    case answered
    /// A timer has fired, and nothing of it is kept.
    case timer
}

/// A kill that is to come.
struct CrashPlan: Sendable {
    /// Where.
    var step: CrashStep
    /// At which time of coming there, from 1.
    var turn: Int
    /// Seconds until the next process starts.
    var down: Double
}
