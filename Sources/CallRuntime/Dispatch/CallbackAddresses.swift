import CallModel
import Crypto
import Foundation
import NIOConcurrencyHelpers

/// A callback address whose token has been checked.
public struct CallbackAddress: Sendable, Equatable {
    /// The session that gets the events.
    public let session: SessionID
    /// The operation that opened the leg.
    public let operation: OperationID

    fileprivate init(session: SessionID, operation: OperationID) {
        self.session = session
        self.operation = operation
    }
}

/// The addresses that the service sends a call's events to: `…/events/calls/{session}/{op}/{token}`. The token proves
/// that we wrote the address: an HMAC over session and operation, with the number of its key behind it.
public final class CallbackAddresses: Sendable {
    private let url: NIOLockedValueBox<String>
    private let keys: [Int: SymmetricKey]
    /// The key that new addresses are made with.
    private let newest: (id: Int, key: SymmetricKey)

    /// Addresses under `publicURL`, with tokens made from `secret`.
    public convenience init(publicURL: String, secret: [UInt8]) {
        self.init(publicURL: publicURL, keys: CallbackKeys(.init(id: 0, secret: secret)))
    }

    /// Addresses under `publicURL` by keys that outlive the process: what an older one made is still known.
    public init(publicURL: String, keys: CallbackKeys) {
        url = NIOLockedValueBox(Self.trimmed(publicURL))
        newest = (keys.newest.id, SymmetricKey(data: keys.newest.secret))
        self.keys = Dictionary(
            keys.all.map { ($0.id, SymmetricKey(data: $0.secret)) }, uniquingKeysWith: { $1 })
    }

    /// How the service reaches us, without a trailing slash. Set once more when a free port has been found.
    public var publicURL: String {
        get { url.withLockedValue { $0 } }
        set { url.withLockedValue { $0 = Self.trimmed(newValue) } }
    }

    private static func trimmed(_ url: String) -> String {
        var url = url
        while url.hasSuffix("/") { url.removeLast() }
        return url
    }

    /// The address of the leg that `operation` opens.
    public func address(_ session: SessionID, _ operation: OperationID) -> String {
        "\(publicURL)/events/calls/\(session)/\(operation)/\(token(session, operation, newest.key))"
            + (newest.id == 0 ? "" : ".\(newest.id)")
    }

    /// The web socket of the leg that `operation` opens: `wss://…/streams/{session}/{op}/{token}`, with a token that is good
    /// for nothing else.
    /// - Parameter audio: what becomes of the sound; `?audio=…` says so.
    public func streamAddress(
        _ session: SessionID, _ operation: OperationID, audio: MediaStreamingOptions.Audio? = nil
    ) -> String {
        let url = publicURL
        let base = url.hasPrefix("http") ? "ws" + url.dropFirst("http".count) : url
        return "\(base)/streams/\(session)/\(operation)/\(token(session, operation, newest.key, Use.stream))"
            + (newest.id == 0 ? "" : ".\(newest.id)") + (audio.map { "?audio=\($0.rawValue)" } ?? "")
    }

    /// What a token is good for; a part of what it is made from.
    private enum Use: String {
        case callback = ""
        case stream = "streams/"
    }

    /// The address that the parts of a path name; nil when it was not made by us.
    public func check(session: String, operation: String, token: String) -> CallbackAddress? {
        check(session, operation, token, .callback)
    }

    /// The same for the address of a web socket.
    public func checkStream(session: String, operation: String, token: String) -> CallbackAddress? {
        check(session, operation, token, .stream)
    }

    private func check(_ session: String, _ operation: String, _ token: String, _ use: Use) -> CallbackAddress? {
        guard let id = SessionID(session), let op = OperationID(operation), isValid(token, id, op, use) else {
            return nil
        }
        return CallbackAddress(session: id, operation: op)
    }

    /// Whether a token of a callback address is ours, compared in constant time.
    public func isValid(_ token: String, _ session: SessionID, _ operation: OperationID) -> Bool {
        isValid(token, session, operation, .callback)
    }

    private func isValid(_ token: String, _ session: SessionID, _ operation: OperationID, _ use: Use) -> Bool {
        let parts = token.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let id = parts.count == 2 ? Int(parts[1]) : 0, let key = keys[id],
            "\(id)" == parts.dropFirst().first ?? "0"
        else { return false }
        let (given, expected) = (Array(parts[0].utf8), Array(self.token(session, operation, key, use).utf8))
        guard given.count == expected.count else { return false }
        return zip(given, expected).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// 128 bits, base64url without padding.
    private func token(
        _ session: SessionID, _ operation: OperationID, _ key: SymmetricKey, _ use: Use = .callback
    ) -> String {
        let text = "\(use.rawValue)\(session)/\(operation)"
        let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
        return code.withUnsafeBytes { code in
            // 128 bits are 21 letters of six bits, and one of two.
            String(unsafeUninitializedCapacity: 22) { text in
                var (bits, count, next) = (UInt32(0), 0, 0)
                for byte in code.prefix(16) {
                    (bits, count) = (bits << 8 | UInt32(byte), count + 8)
                    while count >= 6 {
                        count -= 6
                        text[next] = Self.letters[Int(bits >> UInt32(count) & 63)]
                        next += 1
                    }
                }
                text[next] = Self.letters[Int(bits << UInt32(6 - count) & 63)]
                return next + 1
            }
        }
    }

    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
}
