import CallModel
import Testing

@testable import CallJournal

@Suite struct RecordCodecTests {
    private let session = SessionID(partition: 7, random: (1, 1))

    @Test func readsWhatItWrote() throws {
        let records = SampleRecords.all(of: session)
        #expect(try RecordCodec.decode(RecordCodec.encode(records), of: session) == records)
        let later = Array(records.dropFirst(4))
        #expect(try RecordCodec.decode(RecordCodec.encode(later), of: session) == later)
        #expect(try HeadCodec.decode(HeadCodec.encode(JournalContract.fullHead)) == JournalContract.fullHead)
        #expect(try HeadCodec.decode(HeadCodec.encode(SessionHead())) == SessionHead())
    }

    /// These bytes are in stores: they stay readable.
    @Test func readsTheFirstFormat() throws {
        let timer = JournalRecord(
            session: session, seq: 5, at: 2, body: .timer(TimerRecord(number: 300, due: -1)))
        let bytes: [UInt8] = [1, 10, 1, 4, 0, 0, 0, 0, 0, 0, 0, 0x40, 0xD8, 0x04, 0, 0, 0, 0, 0, 0, 0xF0, 0xBF]
        #expect(RecordCodec.encode([timer]) == bytes)
        #expect(try RecordCodec.decode(bytes, of: session) == [timer])
    }

    @Test func aFormatThatIsNotKnownIsNamed() throws {
        let fault = #expect(throws: CodecFault.self) { try RecordCodec.decode([9, 10, 0], of: session) }
        #expect(fault?.description == "records of format 9 are not known here")
    }

    @Test func bytesThatEndTooEarlyAreRefused() {
        let bytes = RecordCodec.encode(SampleRecords.all(of: session))
        for count in 0..<bytes.count {
            #expect(throws: CodecFault.self) { try RecordCodec.decode(Array(bytes.prefix(count)), of: session) }
        }
        #expect(throws: CodecFault.self) { try RecordCodec.decode(bytes + [0], of: session) }
    }

    @Test(arguments: 0..<8)
    func anyBytesAtAllAreReadOrRefused(seed: Int) {
        var random = SeededBytes(seed)
        let records = RecordCodec.encode(SampleRecords.all(of: session))
        let head = HeadCodec.encode(JournalContract.fullHead)
        for _ in 0..<400 {
            var bytes = random.next() % 2 == 0 ? records : head
            for _ in 0...random.next() % 6 {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            // Whatever comes of it is no crash; what is read has its numbers in a row.
            if let found = try? RecordCodec.decode(bytes, of: session), let first = found.first {
                #expect(found.map(\.seq) == Array(first.seq..<first.seq + found.count))
            }
            _ = try? HeadCodec.decode(bytes)
            _ = try? GenerationCodec.decode(bytes)
        }
    }

    @Test func aChecksumSeesEveryBit() throws {
        let envelope = BlobEnvelope(key: nil)
        let closed = try envelope.close(Array("a record, 21 bytes on".utf8), .begin(session))
        for bit in 0..<closed.count * 8 {
            var other = closed
            other[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: CodecFault.self) { try envelope.open(other, .begin(session)) }
        }
        #expect(try envelope.open(closed, .begin(session)) == Array("a record, 21 bytes on".utf8))
    }

    @Test func whatIsSealedBelongsToItsPlace() throws {
        let envelope = BlobEnvelope(key: try StoreFolder.key())
        let closed = try envelope.close([1, 2, 3], .slice(session, last: 4))
        #expect(try envelope.open(closed, .slice(session, last: 4)) == [1, 2, 3])
        #expect(throws: CodecFault.self) { try envelope.open(closed, .slice(session, last: 5)) }
        #expect(throws: CodecFault.self) { try envelope.open(closed, .head(session)) }
        #expect(throws: CodecFault.self) { try BlobEnvelope(key: nil).open(closed, .slice(session, last: 4)) }
    }
}
