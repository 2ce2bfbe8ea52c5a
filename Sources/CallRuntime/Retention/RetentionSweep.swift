import CallJournal
import Logging
import NIOConcurrencyHelpers

/// Removes and redacts what has been kept long enough, in the background and in small steps.
public final class RetentionSweep: Sendable {
    /// What one sweep did.
    public struct Report: Sendable, Equatable {
        /// Sessions that are gone.
        public var removed = 0
        /// Sessions whose journals were redacted.
        public var redacted = 0
        /// Generations that nothing names any more.
        public var generations = 0

        /// Entries of the store whose time was up.
        public var entries = 0

        /// Nothing was done.
        public init() {}
    }

    private let journal: any CallJournal
    private let settings: RetentionSettings
    private let clock: any RuntimeClock
    private let logger: Logger
    private let collect: @Sendable () async throws -> Int
    /// When generations are collected whether or not a session was removed: edits leave some that no session ever had.
    private let nextCollection: NIOLockedValueBox<Double>

    /// A sweep that has done nothing yet.
    /// - Parameter collect: removes generations that nothing names any more, and says how many.
    public init(
        _ journal: any CallJournal, settings: RetentionSettings, clock: any RuntimeClock = SystemClock(),
        logger: Logger, collect: @escaping @Sendable () async throws -> Int
    ) {
        self.journal = journal
        self.settings = settings
        self.clock = clock
        self.logger = logger
        self.collect = collect
        nextCollection = NIOLockedValueBox(clock.now() + settings.collectInterval)
    }

    /// Sweeps again and again until the task is cancelled. A store that cannot be swept now is swept later.
    public func run() async {
        while !Task.isCancelled {
            do {
                let report = try await once()
                if report != Report() {
                    logger.debug(
                        "finished sessions were swept",
                        metadata: [
                            "removed": "\(report.removed)", "redacted": "\(report.redacted)",
                            "generations": "\(report.generations)", "entries": "\(report.entries)",
                        ])
                }
            } catch {
                logger.warning(
                    "finished sessions could not be swept; tried again later", metadata: ["reason": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(settings.interval))
        }
    }

    /// One sweep: first what is too old goes, so that nothing is redacted for nothing.
    public func once() async throws -> Report {
        var report = Report()
        let oldest = clock.now() - settings.keepFinished
        while !Task.isCancelled {
            let removed = try await journal.removeSessions(endedBefore: oldest, limit: settings.step)
            report.removed += removed
            if removed < settings.step { break }
            await Task.yield()
        }
        while !Task.isCancelled {
            let removed = try await journal.removeEntries(expiredBefore: clock.now(), limit: settings.step)
            report.entries += removed
            if removed < settings.step { break }
            await Task.yield()
        }
        let now = clock.now()
        let isDue = nextCollection.withLockedValue { next in
            guard report.removed > 0 || now >= next else { return false }
            next = now + settings.collectInterval
            return true
        }
        if isDue { report.generations = try await collect() }
        guard let redaction = settings.redaction else { return report }
        while !Task.isCancelled {
            let redacted = try await journal.rewriteFinished(limit: settings.step, with: redaction)
            report.redacted += redacted
            if redacted < settings.step { break }
            await Task.yield()
        }
        return report
    }
}
