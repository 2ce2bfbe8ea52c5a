import Foundation
import NIOConcurrencyHelpers

/// A line on a terminal that tells how far a run is; nothing where no person reads.
public final class SpecProgress: Sendable {
    private struct State {
        var done = 0
        var failed = 0
        var shown = ContinuousClock.now
    }

    private let total: Int
    private let isShown: Bool
    private let state = NIOLockedValueBox(State())

    /// Progress of `total` cases.
    public init(total: Int, isShown: Bool) {
        self.total = total
        self.isShown = isShown
    }

    /// One more case is done.
    public func add(_ result: SpecResult) {
        guard isShown else { return }
        let line = state.withLockedValue { state -> String? in
            state.done += 1
            if result.isFailure { state.failed += 1 }
            // Ten times a second is as often as anybody can read.
            guard state.done == total || state.shown.duration(to: .now) > .milliseconds(100) else { return nil }
            state.shown = .now
            let failed = state.failed > 0 ? ", \(state.failed) failed" : ""
            return "\r\u{1B}[K\(state.done) of \(total)\(failed)  \(result.spec.name.prefix(60))"
        }
        if let line { FileHandle.standardError.write(Data(line.utf8)) }
    }

    /// Takes the line away.
    public func end() {
        if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
