import Foundation
import Synchronization

/// Every place where a test kills the process: between any two steps that a crash could part. One list; a test holds it
/// and the calls of `reached` equal.
///
/// `HOOKSWITCH_CRASH_AT=name:n` kills the process (`SIGKILL`, no clean-up) when it comes to `name` for the n-th time.
public enum CrashPoint: String, CaseIterable, Sendable {
    /// A write is in the queue of the store, its transaction has not begun.
    case commitQueued = "commit_queued"
    /// All rows of a batch are written, the transaction is open.
    case commitWritten = "commit_written"
    /// The transaction is durable, nobody has been told.
    case committed
    /// A batch was refused and is about to be tried write by write.
    case batchSplit = "batch_split"
    /// An event without a place in its session's order is durable, and the session has not taken it.
    case arrivalKept = "arrival_kept"
    /// A slice is durable, the sender of its event has not been told.
    case beforeAccept = "before_accept"
    /// The sender of the event was told, no effect of the slice has happened.
    case afterAccept = "after_accept"
    /// The record of sending is durable, the request has not left.
    case beforeSend = "before_send"
    /// The request was handed to its connection.
    case afterSend = "after_send"
    /// An answer is here and not in the journal.
    case responseArrived = "response_arrived"
    /// The records of an answer are durable.
    case responseKept = "response_kept"
    /// The record of sending is durable, the request to the web has not left.
    case webBeforeSend = "web_before_send"
    /// The request to the web is on its way.
    case webAfterSend = "web_after_send"
    /// An answer of the web is here and not in the journal.
    case webAnswered = "web_answered"
    /// What a session asks of its own process is durable, and nothing of it is done: launches, signals, files.
    case outsideAsked = "outside_asked"
    /// It is done, and the answer is not in the journal.
    case outsideAnswered = "outside_answered"
    /// What a flow asks of the store is durable as a request, and the store was not asked.
    case storeAsked = "store_asked"
    /// The store has changed and keeps its answer, which is not in the journal.
    case storeAnswered = "store_answered"
    /// A piece of a recording's file is in its part, more may follow.
    case filePart = "file_part"
    /// All of a recording's file is in its part, and it has not got its name.
    case fileWhole = "file_whole"
    /// A recording's file has its name, and nobody was told.
    case fileNamed = "file_named"
    /// The service has deleted a recording's file, and nobody was told.
    case fileDeleted = "file_deleted"
    /// A stream of a call told something that the flow listens for, and it is not in the journal.
    case streamTold = "stream_told"
    /// A timer fired and is not in the journal.
    case timerFired = "timer_fired"
    /// A session's journal was read and is about to be replayed.
    case rebuildRead = "rebuild_read"
    /// A session was replayed, and its resume record is not durable.
    case rebuilt
    /// The resume record is durable, nothing it led to has happened.
    case resumed
    /// The process has its number and its lock, and has read no session.
    case recoveryBegun = "recovery_begun"
    /// The heads of all open sessions are read.
    case recoveryRead = "recovery_read"
    /// All open sessions stand ready to act.
    case recoveryDone = "recovery_done"
    /// A session is about to leave memory.
    case passivated
    /// The process was asked to end and takes nothing new.
    case drainBegun = "drain_begun"
    /// All that was under way is durable; the clean end is not noted.
    case drained

    private static let plan = Plan()

    /// Tells that the process has come to a point. Without a plan this is one comparison.
    @inline(__always)
    public static func reached(_ point: CrashPoint) {
        guard plan.point != nil else { return }
        plan.count(point)
    }

    /// What `HOOKSWITCH_CRASH_AT` asks for.
    private struct Plan: ~Copyable, Sendable {
        let point: CrashPoint?
        let left: Atomic<Int>

        init() {
            let words = (ProcessInfo.processInfo.environment["HOOKSWITCH_CRASH_AT"] ?? "").split(separator: ":")
            point = words.first.flatMap { CrashPoint(rawValue: String($0)) }
            left = Atomic(words.count > 1 ? Int(words[1]) ?? 1 : 1)
        }

        func count(_ reached: CrashPoint) {
            guard reached == point, left.subtract(1, ordering: .relaxed).newValue == 0 else { return }
            kill(getpid(), SIGKILL)
        }
    }
}
