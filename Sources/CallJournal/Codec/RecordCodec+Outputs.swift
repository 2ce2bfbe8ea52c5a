import CallModel

// The fields of what a flow decided, in the order of their bytes.
extension RecordCodec {
    static func write(_ request: RequestRecord, _ writer: inout ByteWriter) {
        write(request.op, &writer)
        writer.int(request.leg)
        writer.text(request.action)
        writer.byte(number(of: request.repeatClass))
        writer.text(request.request.method)
        writer.text(request.request.path)
        writer.raw(request.request.body)
        writer.bool(request.request.takesRepeatability)
        writer.double(request.timeLimit)
    }

    static func request(_ reader: inout ByteReader) throws(CodecFault) -> RequestRecord {
        RequestRecord(
            op: try operation(&reader), leg: try reader.int(), action: try reader.text(),
            repeatClass: try repeatClass(try reader.byte()),
            request: PreparedRequest(
                method: try reader.text(), path: try reader.text(), body: try reader.raw(),
                takesRepeatability: try reader.bool()),
            timeLimit: try reader.double())
    }

    private static func number(of kind: RepeatClass) -> UInt8 {
        switch kind {
        case .id: 0
        case .ask: 1
        case .sameEffect: 2
        case .audible: 3
        case .outside: 4
        }
    }

    private static func repeatClass(_ number: UInt8) throws(CodecFault) -> RepeatClass {
        switch number {
        case 0: return .id
        case 1: return .ask
        case 2: return .sameEffect
        case 3: return .audible
        case 4: return .outside
        default: throw CodecFault("\(number) is no class of a request")
        }
    }

    static func write(_ sent: SentRecord, _ writer: inout ByteWriter) {
        write(sent.op, &writer)
        writer.int(sent.attempt)
        writer.text(sent.context)
        writer.text(sent.send.repeatabilityID)
        writer.double(sent.send.firstSent)
        writer.double(sent.send.timeLimit)
    }

    static func sent(_ reader: inout ByteReader) throws(CodecFault) -> SentRecord {
        SentRecord(
            op: try operation(&reader), attempt: try reader.int(), context: try reader.text(),
            send: SendAttempt(
                repeatabilityID: try reader.optionalText(), firstSent: try reader.double(),
                timeLimit: try reader.double()))
    }

    static func write(_ restart: RestartRecord, _ writer: inout ByteWriter) {
        writer.text(restart.handler)
        write(restart.data, &writer)
        writer.raw(restart.snapshot)
    }

    static func restart(_ reader: inout ByteReader) throws(CodecFault) -> RestartRecord {
        RestartRecord(
            handler: try reader.text(), data: try value(&reader, depth: 0), snapshot: try reader.raw())
    }

    static func write(_ end: EndRecord, _ writer: inout ByteWriter) {
        switch end.way {
        case .finished: writer.byte(0)
        case .failed: writer.byte(1)
        case .stopped: writer.byte(2)
        }
        writer.text(end.report)
    }

    static func end(_ reader: inout ByteReader) throws(CodecFault) -> EndRecord {
        switch try reader.byte() {
        case 0: return EndRecord(way: .finished, report: try reader.text())
        case 1: return EndRecord(way: .failed, report: try reader.text())
        case 2: return EndRecord(way: .stopped, report: try reader.text())
        case let other: throw CodecFault("\(other) is no way of an end")
        }
    }

    // Not as JSON text: 1 and 1.0 are two values to a flow.
    private static func write(_ value: JSONValue, _ writer: inout ByteWriter) {
        switch value {
        case .null: writer.byte(0)
        case .bool(let value):
            writer.byte(1)
            writer.bool(value)
        case .integer(let value):
            writer.byte(2)
            writer.fixed(UInt64(bitPattern: value))
        case .number(let value):
            writer.byte(3)
            writer.double(value)
        case .string(let value):
            writer.byte(4)
            writer.text(value)
        case .array(let items):
            writer.byte(5)
            writer.list(items) { write($1, &$0) }
        case .object(let object):
            writer.byte(6)
            writer.list(object.members) { writer, member in
                writer.text(member.name)
                write(member.value, &writer)
            }
        }
    }

    private static func value(_ reader: inout ByteReader, depth: Int) throws(CodecFault) -> JSONValue {
        guard depth < 512 else { throw CodecFault("a value is nested too deeply") }
        switch try reader.byte() {
        case 0: return .null
        case 1: return .bool(try reader.bool())
        case 2: return .integer(Int64(bitPattern: try reader.fixed()))
        case 3: return .number(try reader.double())
        case 4: return .string(try reader.text())
        case 5: return .array(try reader.list { reader throws(CodecFault) in try value(&reader, depth: depth + 1) })
        case 6:
            let members = try reader.list { reader throws(CodecFault) in
                (name: try reader.text(), value: try value(&reader, depth: depth + 1))
            }
            return .object(JSONObject(members))
        case let other: throw CodecFault("\(other) is no kind of a value")
        }
    }
}
