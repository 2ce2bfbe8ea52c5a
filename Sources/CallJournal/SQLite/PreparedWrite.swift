import CallModel
import Crypto

/// What an id or a claim is found by: 128 bits of its SHA-256. Shorter than ids are, and tells no phone number.
struct StoreKey: Sendable, Hashable {
    private let high: UInt64
    private let low: UInt64

    init(_ text: String) {
        var text = text
        let digest = text.withUTF8 { SHA256.hash(data: UnsafeRawBufferPointer($0)) }
        (high, low) = digest.withUnsafeBytes {
            ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
    }
}

/// A write made ready on its own thread, so that the writer's has only rows to add.
struct PreparedWrite: Sendable {
    /// An id or a claim with its key.
    struct Name: Sendable {
        var text: String
        var key: StoreKey

        init(_ text: String) {
            self.text = text
            key = StoreKey(text)
        }
    }

    /// An event that waits.
    struct Waiting: Sendable {
        var name: Name
        var body: [UInt8]
    }

    /// What the row of a session tells of its beginning.
    struct Begin: Sendable {
        var record: BeginRecord
        var at: Double
        var body: [UInt8]
    }

    /// What it tells of its end.
    struct End: Sendable {
        var way: String
        var at: Double
        var report: [UInt8]
    }

    var session: SessionID
    /// Why it can never be written.
    var fault: JournalFault?
    var claims: [Name] = []
    var releases: [StoreKey] = []
    /// Ids that must be new, with the number of the record here that takes the event, 0 for none.
    var eventIDs: [(name: Name, seq: Int)] = []
    var waiting: [Waiting] = []
    /// Events that are taken here and whose ids are not in `eventIDs`.
    var taken: [(key: StoreKey, seq: Int)] = []
    /// The number of the first record; nil when there are none.
    var first: Int?
    var last = 0
    /// The time of the last record, or of what else is written.
    var at = 0.0
    /// The time that claims are held against.
    var claimed = 0.0
    var slice: [UInt8]?
    /// See `JournalWrite`.
    var isProgress = true
    var head: [UInt8]?
    var begin: Begin?
    var end: End?

    init(_ write: JournalWrite, _ envelope: BlobEnvelope) {
        session = write.session
        isProgress = write.isProgress
        claimed = write.records.first?.at ?? write.arrivals.first?.record.arrived ?? 0
        at = write.records.last?.at ?? claimed
        do {
            try check(write)
            claims = Self.unique(write.claims)
            releases = write.releases.map { StoreKey($0) }
            prepareEvents(write)
            waiting = try write.arrivals.map {
                Waiting(
                    name: Name($0.record.event.id),
                    body: try envelope.close(RecordCodec.encode($0.record), .event(write.session)))
            }
            if let head = write.head { self.head = try envelope.close(HeadCodec.encode(head), .head(write.session)) }
            try prepareRecords(write, envelope)
        } catch {
            fault = JournalFault(error, "a write of session \(write.session) cannot be made ready")
        }
    }

    /// What can be said without looking into the store.
    private func check(_ write: JournalWrite) throws(JournalFault) {
        for (index, record) in write.records.enumerated() {
            guard record.session == write.session else {
                throw JournalFault(
                    isPassing: false, "a record of session \(record.session) is in a write of \(write.session)")
            }
            let due = write.records[0].seq + index
            guard record.seq == due, due > 0 else {
                throw JournalFault(
                    isPassing: false,
                    "record \(record.seq) of session \(write.session) came where \(max(1, due)) was due")
            }
        }
        for arrival in write.arrivals where arrival.session != write.session {
            throw JournalFault(
                isPassing: false, "an event of session \(arrival.session) is in a write of \(write.session)")
        }
    }

    private mutating func prepareEvents(_ write: JournalWrite) {
        var numbers: [String: Int] = [:]
        for case (let seq, .event(let record)) in write.records.map({ ($0.seq, $0.body) }) {
            numbers[record.event.id] = numbers[record.event.id] ?? seq
        }
        eventIDs = Self.unique(write.eventIDs).map { ($0, numbers.removeValue(forKey: $0.text) ?? 0) }
        taken = numbers.map { (StoreKey($0.key), $0.value) }
    }

    private mutating func prepareRecords(_ write: JournalWrite, _ envelope: BlobEnvelope) throws {
        guard let first = write.records.first, let last = write.records.last else { return }
        self.first = first.seq
        self.last = last.seq
        slice = try envelope.close(RecordCodec.encode(write.records), .slice(session, last: last.seq))
        if first.seq == 1, case .begin(let record) = first.body {
            begin = Begin(
                record: record, at: first.at, body: try envelope.close(RecordCodec.encode(record), .begin(session)))
        }
        for case (let at, .end(let record)) in write.records.map({ ($0.at, $0.body) }) {
            end = End(
                way: record.way.rawValue, at: at,
                report: try envelope.close(Array(record.report.utf8), .report(session)))
        }
    }

    private static func unique(_ texts: [String]) -> [Name] {
        if texts.count < 2 { return texts.map(Name.init) }
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }.map(Name.init)
    }
}
