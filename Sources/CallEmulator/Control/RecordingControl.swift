import CallModel

extension CallEmulator {
    /// The file of a recording: how large it is, and the sum of its bytes.
    func getRecording(_ request: ControlRequest) throws(ControlError) -> ServiceResponse {
        guard let content = recordingContent(request.name) else { throw Self.noRecording(request.name) }
        return ServiceResponse(
            status: 200,
            body: [
                "recording_id": .string(request.name), "content_type": .string(content.type),
                "bytes": .integer(Int64(content.count)), "sha256": .string(content.sha256),
            ])
    }

    static func noRecording(_ id: String) -> ControlError {
        ControlError(status: 404, message: "there is no file of a recording \(id)")
    }
}
