import CallModel

// The fields of what a flow can learn, in the order of their bytes.
extension RecordCodec {
    static func write(_ begin: BeginRecord, _ writer: inout ByteWriter) {
        writer.text(begin.intakeKey)
        switch begin.cause {
        case .incomingCall(let hook):
            writer.byte(0)
            writer.int(hook)
        case .launch: writer.byte(1)
        case .gridEvent: writer.byte(2)
        }
        writer.text(begin.flow)
        writer.text(begin.generation)
        writer.int(begin.level)
        writer.text(begin.luaRelease)
        writer.text(begin.environment)
        writer.fixed(begin.seed)
    }

    static func begin(_ reader: inout ByteReader) throws(CodecFault) -> BeginRecord {
        let key = try reader.text()
        let cause: BeginRecord.Cause
        switch try reader.byte() {
        case 0: cause = .incomingCall(hook: try reader.int())
        case 1: cause = .launch
        case 2: cause = .gridEvent
        case let other: throw CodecFault("\(other) is no cause of a session")
        }
        return BeginRecord(
            intakeKey: key, cause: cause, flow: try reader.text(), generation: try reader.text(),
            level: try reader.int(), luaRelease: try reader.text(), environment: try reader.text(),
            seed: try reader.fixed())
    }

    static func write(_ record: EventRecord, _ writer: inout ByteWriter) {
        writer.optional(record.leg) { write($1, &$0) }
        writer.byte(number(of: record.via))
        writer.bool(record.isInert)
        writer.double(record.arrived)
        writer.text(record.event.id)
        writer.text(record.event.name)
        writer.text(record.event.source)
        writer.text(record.event.subject)
        writer.text(record.event.time)
        writer.raw(record.event.data)
    }

    static func event(_ reader: inout ByteReader) throws(CodecFault) -> EventRecord {
        let leg = try reader.bool() ? try operation(&reader) : nil
        let via = try way(try reader.byte())
        let isInert = try reader.bool()
        let arrived = try reader.double()
        let event = CallEvent(
            id: try reader.text(), name: try reader.text(), source: try reader.text(), subject: try reader.text(),
            time: try reader.text(), data: try reader.raw())
        return EventRecord(leg: leg, event: event, arrived: arrived, via: via, isInert: isInert)
    }

    private static func number(of way: EventRecord.Way) -> UInt8 {
        switch way {
        case .callback: 0
        case .grid: 1
        case .asked: 2
        case .stream: 3
        case .signal: 4
        case .launch: 5
        }
    }

    private static func way(_ number: UInt8) throws(CodecFault) -> EventRecord.Way {
        switch number {
        case 0: return .callback
        case 1: return .grid
        case 2: return .asked
        case 3: return .stream
        case 4: return .signal
        case 5: return .launch
        default: throw CodecFault("\(number) is no way of an event")
        }
    }

    static func write(_ response: ResponseRecord, _ writer: inout ByteWriter) {
        write(response.op, &writer)
        writer.int(response.attempt)
        switch response.result {
        case .answered(let status, let body):
            writer.byte(0)
            writer.int(status)
            writer.raw(body)
        case .fault(let fault):
            switch fault.kind {
            case .notSent: writer.byte(fault.reason == nil ? 1 : 3)
            case .unknown: writer.byte(fault.reason == nil ? 2 : 4)
            }
            writer.text(fault.message)
            if let reason = fault.reason { writer.text(reason.rawValue) }
        }
    }

    static func response(_ reader: inout ByteReader) throws(CodecFault) -> ResponseRecord {
        let op = try operation(&reader)
        let attempt = try reader.int()
        let result: SendResult
        switch try reader.byte() {
        case 0: result = .answered(status: try reader.int(), body: try reader.raw())
        case 1: result = .fault(SendFault(.notSent, try reader.text()))
        case 2: result = .fault(SendFault(.unknown, try reader.text()))
        case 3: result = .fault(SendFault(.notSent, try reader.text(), reason: try reason(&reader)))
        case 4: result = .fault(SendFault(.unknown, try reader.text(), reason: try reason(&reader)))
        case let other: throw CodecFault("\(other) is no result of a request")
        }
        return ResponseRecord(op: op, attempt: attempt, result: result)
    }

    private static func reason(_ reader: inout ByteReader) throws(CodecFault) -> FailureReason {
        let word = try reader.text()
        guard let reason = FailureReason(rawValue: word) else { throw CodecFault("'\(word)' is no reason") }
        return reason
    }

    static func write(_ timer: TimerRecord, _ writer: inout ByteWriter) {
        writer.int(timer.number)
        writer.double(timer.due)
    }

    static func timer(_ reader: inout ByteReader) throws(CodecFault) -> TimerRecord {
        TimerRecord(number: try reader.int(), due: try reader.double())
    }

    static func write(_ resume: ResumeRecord, _ writer: inout ByteWriter) {
        writer.text(resume.node)
        writer.int(resume.epoch)
        writer.double(resume.downSince)
        writer.double(resume.graceUntil)
    }

    static func resume(_ reader: inout ByteReader) throws(CodecFault) -> ResumeRecord {
        ResumeRecord(
            node: try reader.text(), epoch: try reader.int(), downSince: try reader.double(),
            graceUntil: try reader.double())
    }

    static func write(_ command: OperatorRecord, _ writer: inout ByteWriter) {
        writer.text(command.who)
        writer.text(command.command)
        writer.text(command.arguments)
    }

    static func command(_ reader: inout ByteReader) throws(CodecFault) -> OperatorRecord {
        OperatorRecord(who: try reader.text(), command: try reader.text(), arguments: try reader.text())
    }

    static func write(_ operation: OperationID, _ writer: inout ByteWriter) {
        writer.int(operation.number)
        writer.bool(operation.isRuntime)
    }

    static func operation(_ reader: inout ByteReader) throws(CodecFault) -> OperationID {
        OperationID(try reader.int(), isRuntime: try reader.bool())
    }
}
