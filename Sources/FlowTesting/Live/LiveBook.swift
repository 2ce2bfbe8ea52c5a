import CallJournal
import CallModel
import Foundation
import Logging
import NIOConcurrencyHelpers

/// What the sessions of a running server do, as it becomes durable, and what was logged, by the story that they belong
/// to. A story is one run of a case; many run at a time.
public final class LiveBook: Sendable {
    fileprivate struct Story {
        var sessions: [SessionID] = []
        var records: [SessionID: [JournalRecord]] = [:]
        var logs: [SpecLogEntry] = []
        /// Sessions that have not ended.
        var open: Set<SessionID> = []
        var listener: @Sendable () -> Void = {}
    }

    fileprivate struct Book {
        var stories: [Int: Story] = [:]
        var owners: [SessionID: Int] = [:]
        /// The stories of sessions that flows launch, by intake key, until they begin.
        var launches: [String: Int] = [:]
        /// Who gets what belongs to nobody.
        var fallback: Int?
        /// Sessions of stories that are closed which had not ended: what they do is nobody's.
        var left: Set<SessionID> = []
        var stray: [SpecLogEntry] = []
        var stopped = 0
    }

    private let book = NIOLockedValueBox(Book())
    let latencies = LatencyTable()
    private let now: @Sendable () -> Double

    /// A book without stories.
    /// - Parameter now: seconds since 1970, by the clock of the server.
    public init(now: @escaping @Sendable () -> Double) { self.now = now }

    /// The journal with everything noted here.
    public func noting(_ journal: any CallJournal) -> any CallJournal { LiveJournal(inner: journal, book: self) }

    /// A logger whose lines are noted here.
    public var logger: Logger { .keeping(at: now) { [self] in add($0) } }

    // MARK: - Stories

    /// - Parameters:
    ///   - takesStrays: whether everything that belongs to no story is this one's, until it is closed.
    ///   - listener: is called whenever there is news of it; on any thread.
    func open(_ story: Int, takesStrays: Bool = false, listener: @escaping @Sendable () -> Void) {
        book.withLockedValue { book in
            book.stories[story] = Story(listener: listener)
            if takesStrays { book.fallback = story }
        }
    }

    /// Forgets a story, and what its sessions do from now on.
    func close(_ story: Int) {
        book.withLockedValue { book in
            let closed = book.stories.removeValue(forKey: story)
            for session in closed?.sessions ?? [] { book.owners[session] = nil }
            guard book.fallback == story else { return }
            book.fallback = nil
            book.left.formUnion(closed?.open ?? [])
        }
    }

    /// Says that there is news of a story.
    func tell(_ story: Int) { book.withLockedValue { $0.stories[story]?.listener }?() }

    func sessions(of story: Int) -> [SessionID] { book.withLockedValue { $0.stories[story]?.sessions ?? [] } }

    func hasOpenSessions(_ story: Int) -> Bool { !openSessions(of: story).isEmpty }

    func openSessions(of story: Int) -> Set<SessionID> { book.withLockedValue { $0.stories[story]?.open ?? [] } }

    func records(of session: SessionID) -> [JournalRecord] {
        book.withLockedValue { book in
            book.owners[session].flatMap { book.stories[$0]?.records[session] } ?? []
        }
    }

    func logs(of story: Int) -> [SpecLogEntry] { book.withLockedValue { $0.stories[story]?.logs ?? [] } }

    /// What was logged about no session.
    var strayLogs: [SpecLogEntry] { book.withLockedValue { $0.stray } }

    /// Sessions that were stopped, since what their flow did was not right.
    var stoppedSessions: Int { book.withLockedValue { $0.stopped } }

    /// The story of a session by its name in an address.
    func story(ofSession name: Substring) -> Int? {
        SessionID(String(name)).flatMap { id in book.withLockedValue { $0.owners[id] } }
    }

    // MARK: - Noting

    private func add(_ entry: SpecLogEntry) {
        let listener = book.withLockedValue { book -> (@Sendable () -> Void)? in
            let session = entry.session.flatMap { SessionID($0) }
            let isLeft = session.map { book.left.contains($0) } ?? false
            guard let story = session.flatMap({ book.owners[$0] }) ?? (isLeft ? nil : book.fallback) else {
                if entry.level >= .warning { book.stray.append(entry) }
                return nil
            }
            book.stories[story]?.logs.append(entry)
            return book.stories[story]?.listener
        }
        listener?()
    }

    /// Records of one session have become durable.
    func note(_ records: [JournalRecord]) {
        guard let first = records.first else { return }
        let session = first.session
        let listener = book.withLockedValue { book -> (@Sendable () -> Void)? in
            if case .begin(let begin) = first.body {
                guard let story = book.story(begin) else { return nil }
                book.owners[session] = story
                book.stories[story]?.sessions.append(session)
                book.stories[story]?.open.insert(session)
            }
            guard let story = book.owners[session] else { return nil }
            for record in records { book.take(record, of: session, story, latencies) }
            book.stories[story]?.records[session, default: []] += records
            return book.stories[story]?.listener
        }
        listener?()
    }

    private struct LiveJournal: JournalDecorator {
        let inner: any CallJournal
        let book: LiveBook

        func commit(
            _ write: JournalWrite, on shard: ShardIndex, completion: @escaping @Sendable (JournalOutcome) -> Void
        ) {
            inner.commit(write, on: shard) { outcome in
                if case .durable = outcome { book.note(write.records) }
                completion(outcome)
            }
        }
    }
}

extension LiveBook.Book {
    /// The story that a session belongs to, by what it was begun with: events and launches of a story carry its number.
    fileprivate mutating func story(_ begin: BeginRecord) -> Int? {
        if let story = launches.removeValue(forKey: begin.intakeKey) { return story }
        // Ids that others make begin with anything.
        return StoryName.number(ofIntakeKey: begin.intakeKey).flatMap { stories[$0] == nil ? nil : $0 } ?? fallback
    }

    fileprivate mutating func take(
        _ record: JournalRecord, of session: SessionID, _ story: Int, _ latencies: LatencyTable
    ) {
        switch record.body {
        case .request(let request) where request.action == "launch":
            let key = (try? JSONValue(parsing: request.request.body))?["key"]?.stringValue ?? ""
            launches["launch:\(request.request.path)/\(key)"] = story
        case .response(let response):
            let asked = stories[story]?.records[session]?.last { old in
                if case .request(let request) = old.body { request.op == response.op } else { false }
            }
            guard let asked, case .request(let request) = asked.body, response.attempt > 0 else { return }
            latencies.add(record.at - asked.at, to: .action(request.action))
        case .end(let end):
            stories[story]?.open.remove(session)
            if end.way == .stopped { stopped += 1 }
        default: return
        }
    }
}

/// Names by which what belongs to one story is told apart.
enum StoryName {
    /// A GUID that begins with the number of a story.
    static func id(_ story: Int) -> String {
        let number = String(UInt32(truncatingIfNeeded: story), radix: 16)
        return String(repeating: "0", count: 8 - number.count) + number + UUID().uuidString.lowercased().dropFirst(8)
    }

    /// The story of such a GUID; nil when it is none.
    static func number(ofID id: some StringProtocol) -> Int? {
        guard id.count >= 9, id.dropFirst(8).first == "-" else { return nil }
        return Int(id.prefix(8), radix: 16)
    }

    /// A launch key that carries the story.
    static func key(_ story: Int, _ key: String) -> String { "story \(story) \(key)" }

    /// The story of an intake key, if it carries one.
    static func number(ofIntakeKey key: String) -> Int? {
        if key.hasPrefix("grid:") { return number(ofID: key.dropFirst(5)) }
        guard let rest = key.split(separator: "/", maxSplits: 1).dropFirst().first, rest.hasPrefix("story ") else {
            return nil
        }
        return Int(rest.dropFirst(6).prefix { $0 != " " })
    }
}
