import CallModel
import FlowEngine
import Foundation

/// All that the runtime knows of a session beside its flow, at a restart: with it a replay can begin there. The types
/// inside are written whole, so that a new property of a call or an operation is never forgotten.
struct SessionSnapshot: Codable {
    /// Raised when the form changes. A snapshot of another version is not read: the replay begins earlier.
    static let version = 1

    var legs: [Int: Leg]
    var calls: [Int: CallView]
    var openers: [OperationID: Int]
    var operations: OperationTable
    var timers: TimerTable
    var outside: [OperationID: SessionMachine.OutsideRequest]
    /// Nil where there is nothing.
    var web: [OperationID: WebOperation]?
    /// Nil in what older versions have written.
    var recordings: [OperationID: SessionRecording]?
    var nextOperation: Int
    var nextRuntimeOperation: Int
    var journalBytes: Int
    var logBytes: Int
    var failureBytes: Int
    var hasFailed: Bool
    var failure: String?
    /// Steps of the flow in the slice so far.
    var steps: Int
    /// Where the flow was.
    var place: String
    /// What the hooks get as their call.
    var call: Int?

    private struct Versioned: Codable {
        var version: Int
        var state: SessionSnapshot
    }

    /// As the journal keeps it: JSON, the same bytes for the same state. Empty when it cannot be written.
    var encoded: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(Versioned(version: Self.version, state: self))).map { Array($0) } ?? []
    }
}

extension SessionSnapshot {
    /// Reads what `encoded` gave; nil when it is of another version, or damaged.
    init?(_ bytes: [UInt8]) {
        guard !bytes.isEmpty, let read = try? JSONDecoder().decode(Versioned.self, from: Data(bytes)),
            read.version == Self.version
        else { return nil }
        self = read.state
    }

    /// What a machine knows, for a restart whose hooks get a call.
    init(_ machine: SessionMachine, call: Int?) {
        self.init(
            legs: machine.legs, calls: machine.instance?.calls ?? [:], openers: machine.openers,
            operations: machine.operations, timers: machine.timers, outside: machine.outside,
            web: machine.web.isEmpty ? nil : machine.web,
            recordings: machine.recordings.isEmpty ? nil : machine.recordings,
            nextOperation: machine.nextOperation, nextRuntimeOperation: machine.nextRuntimeOperation,
            journalBytes: machine.journalBytes, logBytes: machine.logBytes, failureBytes: machine.failureBytes,
            hasFailed: machine.hasFailed, failure: machine.failure, steps: machine.steps,
            place: machine.instance?.lastPlace ?? "", call: call)
    }

    /// Gives a machine with a fresh world what the one before knew.
    func restore(_ machine: SessionMachine) {
        machine.legs = legs
        machine.instance?.calls = calls
        machine.instance?.goesOn(from: place)
        machine.openers = openers
        machine.operations = operations
        machine.timers = timers
        machine.outside = outside
        machine.web = web ?? [:]
        machine.recordings = recordings ?? [:]
        machine.nextOperation = nextOperation
        machine.nextRuntimeOperation = nextRuntimeOperation
        machine.journalBytes = journalBytes
        machine.logBytes = logBytes
        machine.failureBytes = failureBytes
        machine.hasFailed = hasFailed
        machine.failure = failure
        machine.steps = steps
    }
}
