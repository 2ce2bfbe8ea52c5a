import CallModel
import Crypto
import Foundation

/// The addresses that the service sends a call's events to: `…/events/calls/{session}/{op}/{token}`. The token proves
/// that we wrote the address: an HMAC over session and operation.
public struct CallbackAddresses: Sendable {
    /// How the service reaches us, without a trailing slash.
    public let publicURL: String
    private let key: SymmetricKey

    /// Addresses under `publicURL`, with tokens made from `secret`.
    public init(publicURL: String, secret: [UInt8]) {
        var url = publicURL
        while url.hasSuffix("/") { url.removeLast() }
        self.publicURL = url
        key = SymmetricKey(data: secret)
    }

    /// The address of the leg that `operation` opens.
    public func address(_ session: SessionID, _ operation: OperationID) -> String {
        "\(publicURL)/events/calls/\(session)/\(operation)/\(token(session, operation))"
    }

    /// Whether a token is ours, compared in constant time.
    public func isValid(_ token: String, _ session: SessionID, _ operation: OperationID) -> Bool {
        let (given, expected) = (Array(token.utf8), Array(self.token(session, operation).utf8))
        guard given.count == expected.count else { return false }
        return zip(given, expected).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// 128 bits, base64url without padding.
    private func token(_ session: SessionID, _ operation: OperationID) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array("\(session)/\(operation)".utf8), using: key)
        return Data(code.prefix(16)).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}
