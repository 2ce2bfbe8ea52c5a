import CallModel

/// Records as bytes: a format byte, the number of the first record, how many there are, then each with kind, time and
/// fields. Bodies of events, requests and answers stay as they are. The session is not written; its row names it.
enum RecordCodec {
    /// The first byte. A new format gets a new number, and the old one stays readable as long as journals have it.
    static let format: UInt8 = 1

    /// Records whose numbers follow one another.
    static func encode(_ records: [JournalRecord]) -> [UInt8] {
        var writer = ByteWriter(capacity: 64 + records.reduce(0) { $0 + weight($1) })
        writer.byte(format)
        writer.int(records.first?.seq ?? 0)
        writer.unsigned(UInt64(records.count))
        for record in records {
            writer.byte(Kind(record.body).rawValue)
            writer.double(record.at)
            write(record.body, &writer)
        }
        return writer.bytes
    }

    /// Reads what `encode` wrote.
    static func decode(_ bytes: [UInt8], of session: SessionID) throws(CodecFault) -> [JournalRecord] {
        var reader = ByteReader(bytes)
        let format = try reader.byte()
        guard format == Self.format else { throw CodecFault("records of format \(format) are not known here") }
        var seq = try reader.int()
        guard seq > 0, seq < Int.max / 2 else { throw CodecFault("\(seq) is no number of a record") }
        let records = try reader.list { reader throws(CodecFault) in
            let number = try reader.byte()
            guard let kind = Kind(rawValue: number) else { throw CodecFault("\(number) is no kind of a record") }
            let at = try reader.double()
            defer { seq += 1 }
            return JournalRecord(session: session, seq: seq, at: at, body: try body(kind, &reader))
        }
        try reader.end()
        return records
    }

    /// An event that waits to be taken.
    static func encode(_ event: EventRecord) -> [UInt8] {
        var writer = ByteWriter(capacity: 256 + event.event.data.count)
        writer.byte(format)
        write(event, &writer)
        return writer.bytes
    }

    /// Reads an event that waits to be taken.
    static func decodeEvent(_ bytes: [UInt8]) throws(CodecFault) -> EventRecord {
        try single(bytes, event)
    }

    /// What a change of the store answered.
    static func encode(_ response: ResponseRecord) -> [UInt8] {
        var writer = ByteWriter()
        writer.byte(format)
        write(response, &writer)
        return writer.bytes
    }

    /// Reads what a change of the store answered.
    static func decodeResponse(_ bytes: [UInt8]) throws(CodecFault) -> ResponseRecord { try single(bytes, response) }

    /// How a session began.
    static func encode(_ begin: BeginRecord) -> [UInt8] {
        var writer = ByteWriter()
        writer.byte(format)
        write(begin, &writer)
        return writer.bytes
    }

    /// Reads how a session began.
    static func decodeBegin(_ bytes: [UInt8]) throws(CodecFault) -> BeginRecord { try single(bytes, begin) }

    private static func single<Value>(
        _ bytes: [UInt8], _ read: (inout ByteReader) throws(CodecFault) -> Value
    ) throws(CodecFault) -> Value {
        var reader = ByteReader(bytes)
        let format = try reader.byte()
        guard format == Self.format else { throw CodecFault("records of format \(format) are not known here") }
        let value = try read(&reader)
        try reader.end()
        return value
    }

    /// Kinds as numbers; never given anew.
    private enum Kind: UInt8 {
        case begin = 1, event, response, timer, resume, operatorCommand, request, sent, restart, end

        init(_ body: JournalRecord.Body) {
            switch body {
            case .begin: self = .begin
            case .event: self = .event
            case .response: self = .response
            case .timer: self = .timer
            case .resume: self = .resume
            case .operatorCommand: self = .operatorCommand
            case .request: self = .request
            case .sent: self = .sent
            case .restart: self = .restart
            case .end: self = .end
            }
        }
    }

    /// About how many bytes a record takes, so that its bytes seldom move.
    private static func weight(_ record: JournalRecord) -> Int {
        switch record.body {
        case .event(let event): event.event.data.count + 256
        case .request(let request): request.request.body.count + request.request.path.utf8.count + 64
        case .response(let response):
            if case .answered(_, let body) = response.result { body.count + 32 } else { 96 }
        case .restart(let restart): restart.snapshot.count + 256
        default: 192
        }
    }

    private static func write(_ body: JournalRecord.Body, _ writer: inout ByteWriter) {
        switch body {
        case .begin(let begin): write(begin, &writer)
        case .event(let event): write(event, &writer)
        case .response(let response): write(response, &writer)
        case .timer(let timer): write(timer, &writer)
        case .resume(let resume): write(resume, &writer)
        case .operatorCommand(let command): write(command, &writer)
        case .request(let request): write(request, &writer)
        case .sent(let sent): write(sent, &writer)
        case .restart(let restart): write(restart, &writer)
        case .end(let end): write(end, &writer)
        }
    }

    private static func body(_ kind: Kind, _ reader: inout ByteReader) throws(CodecFault) -> JournalRecord.Body {
        switch kind {
        case .begin: .begin(try begin(&reader))
        case .event: .event(try event(&reader))
        case .response: .response(try response(&reader))
        case .timer: .timer(try timer(&reader))
        case .resume: .resume(try resume(&reader))
        case .operatorCommand: .operatorCommand(try command(&reader))
        case .request: .request(try request(&reader))
        case .sent: .sent(try sent(&reader))
        case .restart: .restart(try restart(&reader))
        case .end: .end(try end(&reader))
        }
    }
}
