admin-text = <b>Running the place</b>
button-admin = ⚙️ Run the place
