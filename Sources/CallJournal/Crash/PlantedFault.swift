import Foundation

/// Faults of ours that `make chaos-selftest` plants, to see that the campaign's checker finds each. They exist only in
/// builds with `-D HOOKSWITCH_FAULTS`; in every other build `isPlanted` is constantly false and is compiled away.
public enum PlantedFault: String, CaseIterable, Sendable {
    /// The sender of an event is told before its event is durable.
    case acceptBeforeCommit = "accept_before_commit"
    /// The store does not sync.
    case noSync = "no_sync"
    /// A request leaves before its record of sending is durable.
    case sendBeforeCommit = "send_before_commit"
    /// A repeat draws a new repeatability id.
    case freshIDOnRepeat = "fresh_id_on_repeat"
    /// A repeat is prepared anew instead of taking the recorded bytes.
    case otherBytesOnRepeat = "other_bytes_on_repeat"
    /// Recovery forgets the timers of a session.
    case droppedTimer = "dropped_timer"
    /// A timer fires before it is due.
    case earlyTimer = "early_timer"
    /// A kept event is taken a second time.
    case doubleConsume = "double_consume"
    /// Repeated events are not recognised.
    case noDedupe = "no_dedupe"
    /// A kept event is forgotten before it is taken.
    case lostArrival = "lost_arrival"
    /// Recovery passes over a session.
    case forgottenSession = "forgotten_session"
    /// An unknown request is sent again without a record.
    case unrecordedRepeat = "unrecorded_repeat"
    /// Requests of a leg do not wait for one another.
    case unorderedRequests = "unordered_requests"

    #if HOOKSWITCH_FAULTS
        private static let planted = ProcessInfo.processInfo.environment["HOOKSWITCH_PLANT"].flatMap {
            PlantedFault(rawValue: $0)
        }

        /// Whether the fault is the one that `HOOKSWITCH_PLANT` names.
        public var isPlanted: Bool { Self.planted == self }
    #else
        /// Never, in a build for people.
        @inlinable public var isPlanted: Bool { false }
    #endif
}
