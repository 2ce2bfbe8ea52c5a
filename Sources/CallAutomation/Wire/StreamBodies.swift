import CallModel

extension TranscriptionAction {
    /// `StartTranscriptionRequest` and `UpdateTranscriptionRequest` of the contract.
    var requestBody: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("locale", locale)
            writer.member("speechModelEndpointId", speechModelEndpointID)
            writer.member("operationContext", operationContext)
            writer.member("operationCallbackUri", operationCallbackURI)
        }
        return writer.bytes
    }
}

extension StreamAction {
    /// `StopTranscriptionRequest`, `StartMediaStreamingRequest` and `StopMediaStreamingRequest` of the contract.
    var requestBody: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("operationContext", operationContext)
            writer.member("operationCallbackUri", operationCallbackURI)
        }
        return writer.bytes
    }
}

extension JSONWriter {
    /// What create, answer and connect say about the streams of a call.
    mutating func streams(_ media: MediaStreamingOptions?, _ transcription: TranscriptionOptions?) {
        if let media {
            name("mediaStreamingOptions")
            object { writer in
                writer.member("transportType", "websocket")
                writer.member("transportUrl", media.transportURL)
                writer.member("contentType", "audio")
                writer.member("audioChannelType", media.channel.rawValue)
                writer.member("startMediaStreaming", media.startMediaStreaming)
                writer.member("enableBidirectional", media.isBidirectional)
                writer.member("audioFormat", media.format.rawValue)
                if media.enableDTMFTones { writer.member("enableDtmfTones", true) }
            }
        }
        if let transcription {
            name("transcriptionOptions")
            object { writer in
                writer.member("transportType", "websocket")
                writer.member("transportUrl", transcription.transportURL)
                writer.member("locale", transcription.locale)
                writer.member("speechModelEndpointId", transcription.speechModelEndpointID)
                writer.member("startTranscription", transcription.startTranscription)
                writer.member("enableIntermediateResults", transcription.enableIntermediateResults)
            }
        }
    }
}
