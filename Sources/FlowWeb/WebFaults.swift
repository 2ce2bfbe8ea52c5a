import AsyncHTTPClient
import CallModel
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// What the errors of a client mean to a flow.
enum WebFaults {
    /// Whether no server has seen the request.
    static func isBeforeSending(_ error: any Error) -> Bool {
        switch error {
        case let error as HTTPClientError:
            return error == .connectTimeout || error == .tlsHandshakeTimeout || error == .getConnectionFromPoolTimeout
        case is NIOConnectionError: return true
        case let error as NIOSSLError:
            switch error {
            case .handshakeFailed, .noCertificateToValidate, .unableToValidateCertificate: return true
            default: return false
            }
        case let error as NIOSSLExtraError: return error == .failedToValidateHostname
        case let error as IOError: return refusals.contains(error.errnoCode)
        case let error as ChannelError:
            if case .connectTimeout = error { return true }
            return false
        default: return false
        }
    }

    /// What only connecting gives.
    private static let refusals: Set<Int32> = [
        ECONNREFUSED, ENETUNREACH, EADDRNOTAVAIL, EAFNOSUPPORT, EACCES, EPERM, EMFILE, ENFILE,
    ]

    static func fault(_ error: any Error, mayHaveRun: Bool) -> SendFault {
        if isBeforeSending(error), !mayHaveRun {
            let isTLS = error is NIOSSLError || error is NIOSSLExtraError
            let words = isTLS ? "its certificate or TLS cannot be accepted" : "nobody listens there"
            return SendFault(.notSent, "no connection: \(words) (\(error))", reason: .unreachable)
        }
        if error is HTTPParserError {
            return SendFault(.unknown, "the answer is no HTTP: \(error)", reason: .malformed)
        }
        if error is CancellationError { return SendFault(.unknown, "cut", reason: .cancelled) }
        return SendFault(.unknown, "the connection ended before the answer: \(error)")
    }
}
