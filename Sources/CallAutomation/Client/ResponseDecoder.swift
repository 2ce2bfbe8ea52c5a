import NIOCore
import NIOHTTP1

/// NIO's response decoder for a connection whose requests are written as bytes.
///
/// NIO's decoder must know of each request before its answer, and learns it from `HTTPClientRequestPart`s that pass. Ours
/// do not pass; `expectAnswer` tells it instead. No request is a HEAD or CONNECT, so the method does not matter.
final class ResponseDecoder: ByteToMessageDecoder {
    typealias InboundOut = HTTPClientResponsePart

    private var inner = HTTPResponseDecoder(leftOverBytesStrategy: .dropBytes)
    private var unannounced = 0
    private static let anyRequest = HTTPClientRequestPart.head(
        HTTPRequestHead(version: .http1_1, method: .POST, uri: "/"))

    /// One more request was written.
    func expectAnswer() {
        // Told to the decoder before its next bytes, never from within its own callbacks.
        unannounced += 1
    }

    func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        announce()
        return try inner.decode(context: context, buffer: &buffer)
    }

    func decodeLast(
        context: ChannelHandlerContext, buffer: inout ByteBuffer, seenEOF: Bool
    ) throws -> DecodingState {
        announce()
        return try inner.decodeLast(context: context, buffer: &buffer, seenEOF: seenEOF)
    }

    func decoderAdded(context: ChannelHandlerContext) { inner.decoderAdded(context: context) }
    func decoderRemoved(context: ChannelHandlerContext) { inner.decoderRemoved(context: context) }

    private func announce() {
        while unannounced > 0 {
            unannounced -= 1
            inner.write(data: Self.anyRequest)
        }
    }
}
