import CallModel

/// A session's head as bytes, the format first.
enum HeadCodec {
    /// The first byte; see `RecordCodec.format`.
    static let format: UInt8 = 1

    static func encode(_ head: SessionHead) -> [UInt8] {
        var writer = ByteWriter(capacity: 128)
        writer.byte(format)
        writer.optional(head.due) { $0.double($1) }
        writer.list(head.legs) { write($1, &$0) }
        writer.list(head.lines) { writer, line in
            RecordCodec.write(line.operation, &writer)
            writer.text(line.number)
            writer.int(line.phones)
            writer.bool(line.isGranted)
        }
        writer.bool(head.isUnsure)
        writer.bool(head.isStopped)
        writer.int(head.numbers.operation)
        writer.int(head.numbers.runtimeOperation)
        writer.int(head.numbers.timer)
        writer.text(head.offerClaim)
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8]) throws(CodecFault) -> SessionHead {
        var reader = ByteReader(bytes)
        let format = try reader.byte()
        guard format == Self.format else { throw CodecFault("a head of format \(format) is not known here") }
        let head = SessionHead(
            due: try reader.optionalDouble(), legs: try reader.list(leg),
            lines: try reader.list { reader throws(CodecFault) in
                SessionHead.Line(
                    operation: try RecordCodec.operation(&reader), number: try reader.text(),
                    phones: try reader.int(), isGranted: try reader.bool())
            },
            isUnsure: try reader.bool(), isStopped: try reader.bool(),
            numbers: SessionHead.Numbers(
                operation: try reader.int(), runtimeOperation: try reader.int(), timer: try reader.int()),
            offerClaim: try reader.optionalText())
        try reader.end()
        return head
    }

    private static func write(_ leg: SessionHead.Leg, _ writer: inout ByteWriter) {
        writer.int(leg.number)
        writer.optional(leg.opener) { RecordCodec.write($1, &$0) }
        writer.text(leg.state)
        writer.text(leg.callConnectionID)
        writer.list(leg.callNames) { $0.text($1) }
        writer.bool(leg.wasJoined)
        writer.bool(leg.isOffer)
        writer.optional(leg.participants) { writer, names in writer.list(names) { $0.text($1) } }
    }

    private static func leg(_ reader: inout ByteReader) throws(CodecFault) -> SessionHead.Leg {
        SessionHead.Leg(
            number: try reader.int(), opener: try reader.bool() ? try RecordCodec.operation(&reader) : nil,
            state: try reader.text(), callConnectionID: try reader.optionalText(), callNames: try texts(&reader),
            wasJoined: try reader.bool(), isOffer: try reader.bool(),
            participants: try reader.bool() ? try texts(&reader) : nil)
    }

    private static func texts(_ reader: inout ByteReader) throws(CodecFault) -> [String] {
        try reader.list { reader throws(CodecFault) in try reader.text() }
    }
}
