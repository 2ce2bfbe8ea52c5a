import CallModel
import Foundation
import NIOConcurrencyHelpers

/// A file of JSON lines that only grows, for whoever judges afterwards what went over the wire.
///
/// Lines keep the order in which they were appended. What must not happen before its line is safe waits with
/// `settled(_:)`; lines that come together share one sync.
public final class LedgerFile: Sendable {
    private struct Waiter {
        let line: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        /// Lines that are not written yet.
        var buffer: [UInt8] = []
        /// The number of the last line that was appended, and of the last one that is safe.
        var appended = 0
        var safe = 0
        var isFlushing = false
        var waiters: [Waiter] = []
        var fault: String?
    }

    private let state = NIOLockedValueBox(State())
    private let handle: FileHandle
    private let queue = DispatchQueue(label: "hookswitch.emulator.ledger")
    private let clock: @Sendable () -> Double

    /// Opens a ledger, and makes it if it is not there; what is in it stays.
    /// - Parameters:
    ///   - path: the file.
    ///   - clock: seconds since 1970; the system's by default.
    /// - Throws: `ControlError` when the file cannot be written.
    public init(
        path: String, clock: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
    ) throws(ControlError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw ControlError(
                status: 500, message: "the ledger \(path) cannot be written: \(String(cString: strerror(errno)))")
        }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        self.clock = clock
    }

    /// Why lines could not be written; nil as long as they can.
    public var fault: String? { state.withLockedValue { $0.fault } }

    /// Adds a line; `n`, its number from 1, and `at`, the time in seconds since 1970, are put in front.
    /// - Returns: the number.
    @discardableResult
    func append(_ what: String, _ members: [(name: String, value: JSONValue)]) -> Int {
        let time = clock()
        let (number, startsFlush) = state.withLockedValue { state in
            state.appended += 1
            let line: [(name: String, value: JSONValue)] =
                [("n", .integer(Int64(state.appended))), ("at", .number(time)), ("what", .string(what))] + members
            state.buffer += JSONValue.object(JSONObject(line)).encoded
            state.buffer.append(UInt8(ascii: "\n"))
            defer { state.isFlushing = true }
            return (state.appended, !state.isFlushing)
        }
        if startsFlush { queue.async { self.flush() } }
        return number
    }

    /// Waits until a line and all before it are on the disk.
    func settled(_ line: Int) async {
        await withCheckedContinuation { continuation in
            let isSafe = state.withLockedValue { state in
                if state.safe >= line || state.fault != nil { return true }
                state.waiters.append(Waiter(line: line, continuation: continuation))
                return false
            }
            if isSafe { continuation.resume() }
        }
    }

    /// Waits until all lines so far are on the disk.
    public func settledToTheEnd() async { await settled(state.withLockedValue { $0.appended }) }

    /// Writes what there is, until nothing comes any more.
    private func flush() {
        while true {
            let (bytes, last) = state.withLockedValue { state in
                let part = (state.buffer, state.appended)
                state.buffer = []
                if part.0.isEmpty { state.isFlushing = false }
                return part
            }
            if bytes.isEmpty { return }
            var fault: String?
            do {
                try handle.write(contentsOf: bytes)
                try handle.synchronize()
            } catch {
                fault = "\(error)"
            }
            let ready = state.withLockedValue { state in
                state.safe = last
                state.fault = state.fault ?? fault
                let all = state.waiters.filter { $0.line <= last || state.fault != nil }
                state.waiters.removeAll { $0.line <= last || state.fault != nil }
                return all
            }
            for waiter in ready { waiter.continuation.resume() }
        }
    }
}
