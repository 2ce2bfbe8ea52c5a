import CallModel

extension CallEmulator {
    /// The file of a recording: how large it is, and the sum of its bytes.
    func getRecording(_ request: ControlRequest) async throws(ControlError) -> ServiceResponse {
        guard let file = recordingFile(request.name) else { throw Self.noRecording(request.name) }
        let sum: String
        do throws(SoundFile.VoiceLost) {
            sum = try await SoundThread.run { () throws(SoundFile.VoiceLost) in try file.sha256() }
        } catch {
            throw ControlError(status: 503, message: error.description)
        }
        return ServiceResponse(
            status: 200,
            body: [
                "recording_id": .string(request.name), "content_type": .string(file.type),
                "bytes": .integer(Int64(file.count)), "sha256": .string(sum),
            ])
    }

    static func noRecording(_ id: String) -> ControlError {
        ControlError(status: 404, message: "there is no file of a recording \(id)")
    }
}
