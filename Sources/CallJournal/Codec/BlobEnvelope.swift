import CallModel
import Crypto
import Foundation

/// How bytes lie in the store: with a checksum, or sealed with the store's key. Either tells damage from contents.
///
/// Sealed bytes are bound to their place, so that those of one session or record cannot stand for another's.
struct BlobEnvelope: Sendable {
    /// Nil for a store that is not sealed.
    let key: JournalKey?

    /// Where bytes lie.
    enum Place {
        case slice(SessionID, last: Int)
        case head(SessionID)
        case begin(SessionID)
        case report(SessionID)
        case event(SessionID)
        case setting(String)
        case environment(String)
        case entry(String)
        case answer(SessionID, operation: String)

        fileprivate var bytes: [UInt8] {
            switch self {
            case .slice(let session, let last): Array("slice \(session) \(last)".utf8)
            case .head(let session): Array("head \(session)".utf8)
            case .begin(let session): Array("begin \(session)".utf8)
            case .report(let session): Array("report \(session)".utf8)
            case .event(let session): Array("event \(session)".utf8)
            case .setting(let name): Array("setting \(name)".utf8)
            case .environment(let hash): Array("environment \(hash)".utf8)
            case .entry(let key): Array("entry \(key)".utf8)
            case .answer(let session, let operation): Array("answer \(session) \(operation)".utf8)
            }
        }
    }

    private static let plain: UInt8 = 1
    private static let sealed: UInt8 = 2

    /// Bytes as they lie in the store.
    func close(_ bytes: [UInt8], _ place: Place) throws -> [UInt8] {
        guard let key else {
            var closed: [UInt8] = []
            closed.reserveCapacity(bytes.count + 5)
            closed.append(Self.plain)
            closed.append(contentsOf: bytes)
            withUnsafeBytes(of: Self.checksum(bytes).littleEndian) { closed.append(contentsOf: $0) }
            return closed
        }
        let box = try AES.GCM.seal(bytes, using: key.key, authenticating: place.bytes)
        var closed: [UInt8] = []
        closed.reserveCapacity(bytes.count + 29)
        closed.append(Self.sealed)
        closed.append(contentsOf: box.nonce)
        closed.append(contentsOf: box.ciphertext)
        closed.append(contentsOf: box.tag)
        return closed
    }

    /// The bytes that were closed.
    func open(_ closed: [UInt8], _ place: Place) throws(CodecFault) -> [UInt8] {
        switch (closed.first, key) {
        case (Self.plain, nil):
            guard closed.count >= 5 else { throw CodecFault("the bytes end too early") }
            let bytes = Array(closed[1..<closed.count - 4])
            var sum: UInt32 = 0
            for byte in closed.suffix(4).reversed() { sum = sum << 8 | UInt32(byte) }
            guard sum == Self.checksum(bytes) else { throw CodecFault("the checksum does not fit") }
            return bytes
        case (Self.sealed, let key?):
            do {
                let box = try AES.GCM.SealedBox(combined: closed.dropFirst())
                return Array(try AES.GCM.open(box, using: key.key, authenticating: place.bytes))
            } catch {
                throw CodecFault("the seal is broken")
            }
        case (Self.sealed, nil): throw CodecFault("the bytes are sealed, and no key was given")
        case (Self.plain, _): throw CodecFault("the bytes are not sealed in a store that is")
        default: throw CodecFault("the bytes are no journal's")
        }
    }

    /// Not against forgery, which the seal is for: against bits that a disk has lost. Eight bytes a step, since it stands
    /// in the way of every write.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        let prime: UInt64 = 0x9E37_79B9_7F4A_7C15
        let sum = bytes.withUnsafeBytes { bytes in
            var sum = UInt64(bytes.count) &* prime
            var offset = 0
            while offset + 8 <= bytes.count {
                sum =
                    (sum ^ UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))) &* prime
                sum ^= sum >> 32
                offset += 8
            }
            while offset < bytes.count {
                sum = (sum ^ UInt64(bytes[offset])) &* prime
                sum ^= sum >> 32
                offset += 1
            }
            return sum
        }
        return UInt32(truncatingIfNeeded: sum ^ sum >> 29)
    }
}
